"""The Superset dashboard: a bundle of database, datasets, charts and dashboard, and how it is loaded and run."""
