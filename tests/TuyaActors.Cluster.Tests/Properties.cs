// Several clusters at once on two cores would time each other's failure detectors.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
