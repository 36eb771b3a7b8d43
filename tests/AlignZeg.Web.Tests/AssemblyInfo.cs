// The browser and the server use every core; what else runs meanwhile would only make them wait.
[assembly: Xunit.v3.Parallelization(Mode = Xunit.Sdk.ParallelMode.None)]
