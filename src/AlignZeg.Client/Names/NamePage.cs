namespace AlignZeg.Client.Names;

/// <summary>A page of names.</summary>
/// <param name="Names">In ordinal order.</param>
/// <param name="Next">Where the next page begins; null = there are no more.</param>
public sealed record NamePage(IReadOnlyList<string> Names, string? Next);
