using System.Text.Json.Serialization;
using AlignZeg.Client.Transport;

namespace AlignZeg.Client.Reviews;

/// <summary>What a person said of the label map of an image.</summary>
/// <param name="Index">Of the image, within the job.</param>
/// <param name="Image">Its name.</param>
/// <param name="Verdict">What the person found.</param>
/// <param name="Mask">The label map that was looked at, for <see cref="Results.ResultClient.DownloadAsync"/>.</param>
/// <param name="Map">Corrected: the label map as it should be, likewise.</param>
/// <param name="Note">The person's words.</param>
/// <param name="By">Id of the API key.</param>
/// <param name="At">When.</param>
public sealed record ImageReview(int Index, string Image, ReviewVerdict Verdict, string Mask, string? Map, string? Note, string By, DateTimeOffset At);

/// <summary>What a person found.</summary>
[JsonConverter(typeof(OpenEnumConverter<ReviewVerdict>))]
public enum ReviewVerdict
{
    /// <summary>One that this client does not know; the server is newer.</summary>
    Unknown,

    /// <summary>The label map is right.</summary>
    Accepted,

    /// <summary>It is wrong, and nobody said what would be right.</summary>
    Rejected,

    /// <summary>It is right after what was changed.</summary>
    Corrected,
}

/// <summary>A page of reviews.</summary>
/// <param name="Reviews">By the index of the image.</param>
/// <param name="Next">Where the next page begins; null = there are no more.</param>
public sealed record ImageReviewPage(IReadOnlyList<ImageReview> Reviews, int? Next);

/// <summary>A review to make.</summary>
/// <param name="Verdict">What was found.</param>
/// <param name="Note">At most 2,000 characters.</param>
/// <param name="Regions">Corrected: what to change, in this order.</param>
public sealed record NewReview(ReviewVerdict Verdict, string? Note = null, IReadOnlyList<ReviewRegion>? Regions = null);

/// <summary>Pixels that get another class.</summary>
/// <param name="To">Name of the class that they get; null = none: nobody knows what they are.</param>
/// <param name="From">Only pixels of this class; null = of any, then there must be a mask.</param>
/// <param name="Mask">Only pixels in this mask; null = anywhere.</param>
public sealed record ReviewRegion(string? To = null, string? From = null, RegionMask? Mask = null);

/// <summary>A mask as COCO writes it.</summary>
/// <param name="Size">Height and width in pixels: those of the image.</param>
/// <param name="Counts">Run lengths down the columns, in COCO's compressed text.</param>
public sealed record RegionMask(IReadOnlyList<int> Size, string Counts);
