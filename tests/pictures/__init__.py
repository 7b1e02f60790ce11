"""Pictures: geometry, sentences, and what a browser and a reader without one get."""
