namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>A model does not read texts of a vocabulary to their end, and the vocabulary does not say that they may be cut off.</summary>
[GenerateSerializer, Alias("alignzeg.text-too-long")]
public sealed class TextTooLongException : Exception
{
    /// <summary>Holds at least one problem.</summary>
    public TextTooLongException(IReadOnlyList<string> problems) : base(problems.Count == 1 ? problems[0] : $"{problems[0]} {problems[^1]}") => Problems = problems;

    /// <summary>One sentence each: class, text, template, its tokens, what the model reads, what to do; where there are many, the first ones and how many more.</summary>
    [Id(0)] public IReadOnlyList<string> Problems { get; }
}
