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
        using var now = LabelMapStripes.Open(File.ReadAllBytes(again), name);
        long pixels = now.Size.Pixels;
        try
        {
            using var then = LabelMapStripes.Open(File.ReadAllBytes(before), name);
            if (then.Size != now.Size) return new(name, pixels, pixels, $"Its label map is {then.Size.Width}x{then.Size.Height}, now {now.Size.Width}x{now.Size.Height}.");
            return new(name, pixels, then.Read().Zip(now.Read()).Sum(stripes => Differing(stripes.First.Ids, stripes.Second.Ids)));
        }
        catch (Exception exception) when (exception is ImageRefusedException or IOException or UnauthorizedAccessException)
        {
            return new(name, pixels, pixels, exception is ImageRefusedException ? exception.Message : "Its label map is gone or cannot be read.");
        }
    }

    private static long Differing(ReadOnlySpan<ushort> before, ReadOnlySpan<ushort> again)
    {
        long found = 0;
        for (int i = 0; i < before.Length; i++)
            if (before[i] != again[i]) found++;
        return found;
    }
}
