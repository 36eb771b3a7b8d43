namespace AlignZeg.Cli.Results;

/// <summary><c>summary.json</c>: the job in numbers. Scores are fractions.</summary>
internal sealed record JobSummary
{
    public required string Job { get; init; }

    public required long Images { get; init; }

    public required long Done { get; init; }

    public required long Failed { get; init; }

    /// <summary>Failures by reason.</summary>
    public required IReadOnlyDictionary<string, long> Failures { get; init; }

    /// <summary>Images per second of the run that finished the job, over the images that it labelled itself; null if it labelled none.</summary>
    public double? ImagesPerSecond { get; init; }

    /// <summary>Seconds that run took, from first image to last result; null as above.</summary>
    public double? Seconds { get; init; }

    /// <summary>Images that the run which finished the job computed a second time, because a process or a lease was lost.</summary>
    public required long Recomputed { get; init; }

    /// <summary>Images whose result was taken over from the same picture; computed once.</summary>
    public long? Reused { get; init; }

    /// <summary>Pixels of the images that were labelled, at original size; images that were tried again count again.</summary>
    public long? Pixels { get; init; }

    /// <summary>Bytes of the encoded images; images that were tried again count again.</summary>
    public long? Bytes { get; init; }

    /// <summary>Seconds on devices, all of the job's runs together.</summary>
    public double? DeviceSeconds { get; init; }

    /// <summary>Classes that text encoders of the devices embedded while the run that finished the job was at work, for other jobs too; 0 if the embeddings were there from an earlier one.</summary>
    public long? TextRuns { get; init; }

    public double? Miou { get; init; }

    public double? MiouSeen { get; init; }

    public double? MiouUnseen { get; init; }

    public double? Hiou { get; init; }

    public double? PixelAccuracy { get; init; }

    public required string Model { get; init; }

    public required string Vocabulary { get; init; }

    public required IReadOnlyList<ClassSummary> Classes { get; init; }

    public static JobSummary Of(JobFacts facts, JobTotals totals) => new()
    {
        Job = facts.Job,
        Model = facts.Model,
        Vocabulary = facts.Vocabulary,
        Images = totals.Images,
        Done = totals.Images - totals.Failed,
        Failed = totals.Failed,
        Failures = totals.Failures,
        ImagesPerSecond = facts.Labelled > 0 && facts.Seconds > 0 ? Round(facts.Labelled / facts.Seconds) : null,
        Seconds = facts.Labelled > 0 ? Round(facts.Seconds) : null,
        Recomputed = facts.Recomputed,
        Reused = facts.Usage?.Reused,
        Pixels = facts.Usage?.Pixels,
        Bytes = facts.Usage?.Bytes,
        DeviceSeconds = Round(facts.Usage?.DeviceMilliseconds / 1000),
        TextRuns = facts.TextRuns,
        Miou = Round(totals.Miou),
        MiouSeen = Round(totals.MiouSeen),
        MiouUnseen = Round(totals.MiouUnseen),
        Hiou = Round(totals.Hiou),
        PixelAccuracy = Round(totals.PixelAccuracy),
        Classes = [.. totals.Classes.Select(one => new ClassSummary
        {
            Id = one.Id,
            Name = one.Name,
            Seen = one.Seen,
            Images = one.Images,
            Pixels = one.Pixels,
            Confidence = Round(one.MeanConfidence),
            Iou = totals.HasTruth ? Round(one.Iou) : null,
        })],
    };

    private static double? Round(double? value) => value is { } number ? Math.Round(number, 6) : null;
}
