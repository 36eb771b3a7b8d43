namespace AlignZeg.Client.Results;

/// <summary>Results that were there, as they are stored.</summary>
/// <param name="Lines">One result each, in JSON.</param>
/// <param name="Next">The place after all of them.</param>
/// <param name="End">True: there will be no more, unless failed images are tried again.</param>
public sealed record ResultPage(IReadOnlyList<string> Lines, string Next, bool End);

/// <summary>Where a file can be had without a key, for a while.</summary>
/// <param name="Url">Its address.</param>
/// <param name="ExpiresAt">Until when.</param>
public sealed record OutputLink(Uri Url, DateTimeOffset ExpiresAt);
