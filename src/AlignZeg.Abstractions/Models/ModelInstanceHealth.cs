namespace AlignZeg.Abstractions.Models;

/// <summary>How a model instance is. Counts are those of its device thread since the process started, whatever the model.</summary>
/// <param name="Loaded">Hashes of the bundles on the device.</param>
/// <param name="Waiting">Calls that wait for the device.</param>
/// <param name="BusyFor">How long the device has been at its present piece of work; zero when idle.</param>
/// <param name="Processed">Pieces of work done since the process started.</param>
/// <param name="ResidentBytes">Weights of the bundles on the device.</param>
/// <param name="BudgetBytes">Most that they may take; null = no limit.</param>
/// <param name="Loads">Bundles that were loaded, repetitions counted.</param>
/// <param name="Evictions">Bundles that had to make room for others.</param>
/// <param name="LastLoad">How long the last load took, its first forward pass included; zero before any.</param>
/// <param name="TextRuns">Classes that a text encoder has embedded.</param>
/// <param name="ImageRuns">Images that an image encoder has read.</param>
[GenerateSerializer, Immutable, Alias("alignzeg.model-instance-health")]
public sealed record ModelInstanceHealth(
    IReadOnlyList<string> Loaded, int Waiting, TimeSpan BusyFor, long Processed, long ResidentBytes = 0, long? BudgetBytes = null, int Loads = 0, int Evictions = 0,
    TimeSpan LastLoad = default, long TextRuns = 0, long ImageRuns = 0);
