using System.Globalization;
using System.Text;
using AlignZeg.Abstractions.Jobs;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Grains.Reuse;

/// <summary>Names everything but the picture that the outputs of an image follow from: equal names and equal pictures mean equal outputs.</summary>
internal static class ResultFingerprint
{
    /// <summary>Grows whenever this code makes other outputs of the same labels, so that a platform of another version computes anew.</summary>
    private const int Format = 2;

    /// <summary>32 characters, lower-case hex.</summary>
    /// <param name="model">Hash of the model.</param>
    /// <param name="vocabulary">Hash of the vocabulary's version: classes, colours, templates, thresholds and renames.</param>
    /// <param name="outputs">What is written.</param>
    /// <param name="device">The device's name; only its kind counts, since models agree bit by bit on one kind only.</param>
    /// <param name="tiling">How large pictures are cut; null = not at all.</param>
    public static string Of(string model, string vocabulary, JobOutputs outputs, string device, JobTiling? tiling = null)
    {
        string kind = device.Split(':', '#')[0];
        string parts = string.Create(CultureInfo.InvariantCulture, $"{Format}\n{model}\n{vocabulary}\n{outputs.Confidence}\n{outputs.Overlay}\n{kind}") + (tiling is null ? "" : $"\n{tiling}");
        return ContentBlobExtensions.HashOf(Encoding.UTF8.GetBytes(parts))[..32];
    }
}
