namespace AlignZeg.Client.Vocabularies;

/// <summary>Token counts of a page of classes.</summary>
/// <param name="Version">Of the vocabulary.</param>
/// <param name="Model">Whose tokenizer counted.</param>
/// <param name="Truncate">Whether the version says that texts may be cut off; if not, it is refused wherever one is too long.</param>
/// <param name="Classes">By id; the background is not read, and not here.</param>
/// <param name="Next">For the next page; null = there are no more.</param>
public sealed record TokenPage(int Version, string Model, bool Truncate, IReadOnlyList<ClassTokens> Classes, int? Next);

/// <summary>What a model reads of a class.</summary>
/// <param name="Id">Of the class.</param>
/// <param name="Name">Of the class.</param>
/// <param name="Tokens">Of its longest text, in the template where that is longest, without start and end.</param>
/// <param name="Context">The most tokens that the model reads, without start and end.</param>
/// <param name="Truncated">True if one of its texts is longer than that.</param>
/// <param name="Texts">Its name, then its synonyms.</param>
public sealed record ClassTokens(int Id, string Name, int Tokens, int Context, bool Truncated, IReadOnlyList<TextTokens> Texts);

/// <summary>What a model reads of a text.</summary>
/// <param name="Text">Name or synonym.</param>
/// <param name="Tokens">In the template where it is longest, without start and end.</param>
/// <param name="Template">That template.</param>
/// <param name="Truncated">True if the model does not read that to its end.</param>
/// <param name="UnknownWords">Words of the text without a token of their own.</param>
public sealed record TextTokens(string Text, int Tokens, string? Template, bool Truncated, IReadOnlyList<string> UnknownWords);

/// <summary>A check of a vocabulary against a model before it is published.</summary>
/// <param name="Model">The model that has to read every text to its end; null = none, and it is found out at the first use.</param>
/// <param name="AllowTruncation">True: texts may be cut off; the version says so from then on, to every model.</param>
public sealed record LengthCheck(string? Model = null, bool AllowTruncation = false);
