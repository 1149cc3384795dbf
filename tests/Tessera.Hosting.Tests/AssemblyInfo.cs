// Some tests count what is loaded into the process, which other tests must not change meanwhile.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
