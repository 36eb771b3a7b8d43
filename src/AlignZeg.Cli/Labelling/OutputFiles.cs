using AlignZeg.Abstractions.Shards;
using AlignZeg.Datasets.Manifests;

namespace AlignZeg.Cli.Labelling;

/// <summary>Brings the files of an image from the blob store to where a person looks for them. Doing it again changes nothing.</summary>
/// <param name="root">The output folder.</param>
/// <param name="pathOfBlob">Where the blob store keeps a blob.</param>
internal sealed class OutputFiles(string root, Func<string, string> pathOfBlob)
{
    /// <returns>The files' paths; none for an image that failed.</returns>
    public ImageFiles Bring(ResultRecord record, ImageEntry image) => new(
        Bring(record.Mask, $"masks/{image.Stem}.png"),
        Bring(record.Confidence, $"confidence/{image.Stem}.png"),
        Bring(record.Overlay, $"overlays/{image.Stem}.jpg"));

    private string? Bring(string? blob, string name)
    {
        if (blob is null) return null;
        var target = Path.Combine(root, name);
        Directory.CreateDirectory(Path.GetDirectoryName(target)!);
        File.Delete(target);
        if (!HardLink.TryCreate(target, pathOfBlob(blob))) Copy(pathOfBlob(blob), target);
        return name;
    }

    private static void Copy(string source, string target)
    {
        File.Copy(source, target + ".tmp", overwrite: true);
        File.Move(target + ".tmp", target, overwrite: true);
    }
}
