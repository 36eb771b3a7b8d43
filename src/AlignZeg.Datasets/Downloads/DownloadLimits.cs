namespace AlignZeg.Datasets.Downloads;

/// <summary>How images are fetched from the web.</summary>
/// <param name="MaxBytes">Largest image, in bytes; a larger one is skipped.</param>
/// <param name="AtOnce">Images that are fetched at a time, each in memory meanwhile. Default: 8.</param>
/// <param name="Retries">How often one is tried again after a failure that may pass. Default: 4.</param>
public sealed record DownloadLimits(int MaxBytes, int AtOnce = 8, int Retries = 4)
{
    /// <summary>What one try may take. Default: 60 s.</summary>
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>The pause before the second try; each further one is twice as long. Default: 1 s.</summary>
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause, whatever a server asks for. Default: 30 s.</summary>
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromSeconds(30);
}
