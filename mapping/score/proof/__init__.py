"""Whether scores of yesterday would have told of today."""
