namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>A vocabulary breaks its rules; <see cref="Problems"/> has one sentence per problem.</summary>
[GenerateSerializer, Alias("alignzeg.invalid-vocabulary")]
public sealed class InvalidVocabularyException : Exception
{
    /// <summary>Holds at least one problem.</summary>
    public InvalidVocabularyException(IReadOnlyList<string> problems) : base(string.Join(Environment.NewLine, problems)) => Problems = problems;

    /// <summary>One sentence each: what is wrong, where, and what to do.</summary>
    [Id(0)] public IReadOnlyList<string> Problems { get; }
}
