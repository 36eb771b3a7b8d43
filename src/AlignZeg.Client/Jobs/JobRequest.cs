namespace AlignZeg.Client.Jobs;

/// <summary>What a job was asked to do: the same again gives the same bytes.</summary>
/// <param name="Dataset">The images.</param>
/// <param name="DatasetVersion">Of them.</param>
/// <param name="Vocabulary">The classes.</param>
/// <param name="VocabularyVersion">Of them.</param>
/// <param name="Model">The name.</param>
/// <param name="ModelHash">Of the files that were behind the name.</param>
/// <param name="Confidence">Whether there is a map of the confidence per image.</param>
/// <param name="Overlay">Whether the classes are painted over each image.</param>
/// <param name="Priority">As it is now, as are the terms that follow.</param>
/// <param name="Deadline">Null = none.</param>
/// <param name="MaxFailures">More failed images than this block the job; null = as many as there are.</param>
/// <param name="Tiling">How large pictures are cut.</param>
public sealed record JobRequest(
    string Dataset, int DatasetVersion, string Vocabulary, int VocabularyVersion, string Model, string ModelHash, bool Confidence, bool Overlay, int Priority, DateTimeOffset? Deadline, int? MaxFailures,
    JobTiling Tiling);
