"""Two invented schools, an invented police team and forty invented cases, played through the real procedures."""
