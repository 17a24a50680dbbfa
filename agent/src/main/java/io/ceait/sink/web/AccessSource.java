package io.ceait.sink.web;

/** Says who may read, as it is at the moment of a request. */
public interface AccessSource {

    Access current();
}
