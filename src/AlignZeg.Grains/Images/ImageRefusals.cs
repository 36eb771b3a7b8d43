using AlignZeg.Abstractions.Models;
using AlignZeg.Datasets.Images;

namespace AlignZeg.Grains.Images;

/// <summary>What decoders refuse, as jobs and calls tell it.</summary>
internal static class ImageRefusals
{
    /// <summary>The same reason and sentence.</summary>
    public static ImageRejectedException ToRejection(this ImageRefusedException refusal) => new(refusal.Reason, refusal.Message, refusal);
}
