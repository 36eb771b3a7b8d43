namespace AlignZeg.Client.Results;

/// <summary>What the results of a job add up to.</summary>
/// <param name="Images">Labelled.</param>
/// <param name="Pixels">Of these images, with a class or without.</param>
/// <param name="Classes">By id; those that have pixels.</param>
public sealed record ClassTotals(long Images, long Pixels, IReadOnlyList<ClassTotal> Classes);

/// <summary>A class over all results of a job.</summary>
/// <param name="Id">Its id in the vocabulary.</param>
/// <param name="Name">As results have it.</param>
/// <param name="Images">In which it has pixels.</param>
/// <param name="Pixels">In all of them.</param>
/// <param name="Score">Mean confidence over these pixels, 0 to 1.</param>
public sealed record ClassTotal(int Id, string Name, long Images, long Pixels, double Score);
