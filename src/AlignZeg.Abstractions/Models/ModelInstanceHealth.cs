namespace AlignZeg.Abstractions.Models;

/// <summary>How a model instance is.</summary>
/// <param name="Loaded">Hashes of the bundles on the device.</param>
/// <param name="Waiting">Calls that wait for the device.</param>
/// <param name="BusyFor">How long the device has been at its present piece of work; zero when idle.</param>
/// <param name="Processed">Pieces of work done since the process started.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.model-instance-health")]
public sealed record ModelInstanceHealth(IReadOnlyList<string> Loaded, int Waiting, TimeSpan BusyFor, long Processed);
