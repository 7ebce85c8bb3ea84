class StartError(Exception):
    """The server cannot start or go on; the message is for its operator and says what to do."""
