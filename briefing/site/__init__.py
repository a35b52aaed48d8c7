"""The site: page models and how they are made, rendering, exports, feeds, pictures."""
