using AlignZeg.Datasets.Images;
using AlignZeg.Datasets.LabelMaps;

namespace AlignZeg.Cli.Provenance;

/// <summary>How much a label map differs from the one that the same image got again.</summary>
/// <param name="Name">Of the image.</param> <param name="Pixels">Of the image.</param> <param name="Different">Pixels with another label; all of them where there is no map to compare.</param>
/// <param name="Problem">Why they cannot be compared, in a sentence; null if they can.</param>
internal sealed record Drift(string Name, long Pixels, long Different, string? Problem = null)
{
    /// <summary>Compares two files.</summary>
    /// <param name="name">Of the image.</param> <param name="before">The job's label map.</param> <param name="again">The new one.</param>
    public static Drift Between(string name, string before, string again)
    {
        var now = LabelMapPng.Decode(File.ReadAllBytes(again), name);
        long pixels = now.Ids.Length;
        try
        {
            var then = LabelMapPng.Decode(File.ReadAllBytes(before), name);
            if (then.Width != now.Width || then.Height != now.Height) return new(name, pixels, pixels, $"Its label map is {then.Width}x{then.Height}, now {now.Width}x{now.Height}.");
            return new(name, pixels, then.Ids.Zip(now.Ids).LongCount(pair => pair.First != pair.Second));
        }
        catch (Exception exception) when (exception is ImageRefusedException or IOException or UnauthorizedAccessException)
        {
            return new(name, pixels, pixels, exception is ImageRefusedException ? exception.Message : "Its label map is gone or cannot be read.");
        }
    }
}
