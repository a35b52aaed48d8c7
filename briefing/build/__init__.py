"""The build, from the folder of content to the finished site."""
