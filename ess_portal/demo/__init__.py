"""The demonstration: fictional people, calls, files and meetings, made through the domain functions."""
