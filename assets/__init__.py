"""WHEN things are made: Dagster assets, checks, partitions, jobs. The only room that imports dagster."""
