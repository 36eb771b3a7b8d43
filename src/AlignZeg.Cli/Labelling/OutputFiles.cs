using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>Brings the files of an image from the blob store to where a person looks for them. Doing it again changes nothing.</summary>
/// <param name="root">The output folder.</param>
/// <param name="platform">Has the blobs.</param>
internal sealed class OutputFiles(string root, IPlatform platform)
{
    /// <returns>The files' paths; none for an image that failed.</returns>
    public async Task<ImageFiles> BringAsync(ResultRecord record, ImageEntry image, CancellationToken cancellationToken) => new(
        await BringAsync(record.Mask, $"masks/{image.Stem}.png", cancellationToken),
        await BringAsync(record.Confidence, $"confidence/{image.Stem}.png", cancellationToken),
        await BringAsync(record.Overlay, $"overlays/{image.Stem}.jpg", cancellationToken));

    private async Task<string?> BringAsync(string? blob, string name, CancellationToken cancellationToken)
    {
        if (blob is null) return null;
        var target = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        await platform.BringAsync(blob, target, cancellationToken);
        return name;
    }
}
