using System.Text.Json;
using AlignZeg.Server.Hosting;
using AlignZeg.Storage.Blobs;

namespace AlignZeg.Server.Review;

/// <summary>What a person said of the label map of an image.</summary>
/// <param name="Index">Of the image, within the job.</param>
/// <param name="Image">Its name.</param>
/// <param name="Verdict">What the person found.</param>
/// <param name="Mask">Blob name of the label map that was looked at.</param>
/// <param name="By">Id of the API key.</param>
/// <param name="At">When.</param>
/// <param name="Map">Corrected: blob name of the label map as it should be.</param>
/// <param name="Note">The person's words.</param>
internal sealed record ImageReview(int Index, string Image, ReviewVerdict Verdict, string Mask, string By, DateTimeOffset At, string? Map = null, string? Note = null)
{
    /// <summary>Where it is known what the pixels are: the corrected map, or the accepted one; null = of a rejected image nobody said.</summary>
    public string? Truth() => Verdict == ReviewVerdict.Rejected ? null : Map ?? Mask;

    /// <summary>Changes with what was said, not with who said it when: the same review again is the same.</summary>
    public string ETag() => $"\"{ContentBlobExtensions.HashOf((this with { By = "", At = default }).ToBytes())}\"";

    /// <summary>As it is stored.</summary>
    public byte[] ToBytes() => JsonSerializer.SerializeToUtf8Bytes(this, WireJson.Options);

    /// <summary>Reads what <see cref="ToBytes"/> wrote.</summary>
    public static ImageReview Parse(ReadOnlySpan<byte> json) => JsonSerializer.Deserialize<ImageReview>(json, WireJson.Options) ?? throw new JsonException("A review is an object, not null.");
}

/// <summary>What a person found.</summary>
internal enum ReviewVerdict
{
    /// <summary>The label map is right.</summary>
    Accepted,

    /// <summary>It is wrong, and nobody said what would be right.</summary>
    Rejected,

    /// <summary>It is right after what was changed.</summary>
    Corrected,
}

/// <summary>What a reviewer sends.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Note">At most 2,000 characters.</param>
/// <param name="Regions">Corrected: what to change, in this order.</param>
internal sealed record ReviewBody(ReviewVerdict Verdict, string? Note = null, IReadOnlyList<RegionBody>? Regions = null);

/// <summary>Pixels that get another class. With neither <see cref="From"/> nor <see cref="Mask"/> it would be all of them, which is refused.</summary>
/// <param name="To">Name of the class that they get; null = none: nobody knows what they are.</param>
/// <param name="From">Only pixels of this class; null = of any, and of none.</param>
/// <param name="Mask">Only pixels in this mask; null = anywhere.</param>
internal sealed record RegionBody(string? To = null, string? From = null, RegionMaskBody? Mask = null);

/// <summary>A mask as COCO writes it.</summary>
/// <param name="Size">Height and width in pixels: those of the image.</param>
/// <param name="Counts">Run lengths down the columns, in COCO's compressed text.</param>
internal sealed record RegionMaskBody(IReadOnlyList<int> Size, string Counts);
