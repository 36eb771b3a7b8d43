namespace AlignZeg.Cli.Results;

/// <summary>What a summary says besides counts and scores.</summary>
/// <param name="Job">The job's id.</param>
/// <param name="Model">The model's name and hash.</param>
/// <param name="Vocabulary">The vocabulary's name.</param>
/// <param name="Labelled">Images that this run labelled itself.</param>
/// <param name="Elapsed">How long that took.</param>
internal sealed record JobFacts(string Job, string Model, string Vocabulary, long Labelled, TimeSpan Elapsed)
{
    public double? ImagesPerSecond => Labelled > 0 && Elapsed > TimeSpan.Zero ? Labelled / Elapsed.TotalSeconds : null;

    public double? Seconds => Labelled > 0 ? Elapsed.TotalSeconds : null;
}
