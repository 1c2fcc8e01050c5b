"""One edition in a browser, as its people live it: a file a step."""
