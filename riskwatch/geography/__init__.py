"""Township boundaries: read, put right, joined to names, simplified for the screen; imports only model."""
