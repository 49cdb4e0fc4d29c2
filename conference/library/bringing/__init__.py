"""What files say of themselves before anybody has said it: language, symbol, title; and the manifest of a library."""
