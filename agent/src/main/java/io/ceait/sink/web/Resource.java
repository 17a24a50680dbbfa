package io.ceait.sink.web;

import java.io.IOException;

/** What is served at a path. Called by several threads at a time; changes nothing. */
@FunctionalInterface
public interface Resource {
    Response get(Request request) throws IOException;
}
