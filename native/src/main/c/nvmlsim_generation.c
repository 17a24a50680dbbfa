// SPDX-License-Identifier: Apache-2.0
//
// The one file that is compiled for every driver generation: all other objects are the same in every library.

#include "nvmlsim_driver.h"

const int DRIVER_NUMBER = GENERATION_NUMBER;
const char DRIVER_TEXT[] = GENERATION_TEXT;
