namespace AlignZeg.Cli.Benchmarks.Clusters;

/// <summary>Where the servers of a cluster of processes are: paths, or names on PATH.</summary>
/// <param name="Azurite">Azurite's blob server.</param> <param name="Redis">The Redis server.</param>
internal sealed record ServerPrograms(string Azurite, string Redis);
