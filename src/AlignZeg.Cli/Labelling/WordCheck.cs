using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;

namespace AlignZeg.Cli.Labelling;

/// <summary>
/// Refuses classes that the model has no word for: their masks would be noise with a name on it. A class passes when one of its texts is known whole.
/// </summary>
internal static class WordCheck
{
    /// <summary>Asks the model's tokenizer about every text of every class that it is to recognise.</summary>
    /// <exception cref="CommandException">A class has no text that the model knows whole.</exception>
    public static async Task RequireKnownAsync(IModelInstanceGrain instance, ModelBundle model, VocabularyDefinition vocabulary, CancellationToken cancellationToken)
    {
        var classes = vocabulary.RecognisedIds().Select(id => vocabulary.Classes[id]).ToArray();
        var reports = new Queue<TextInspection>(await instance.InspectAsync(model, [.. classes.SelectMany(TextsOf)], cancellationToken));
        var strange = classes.Select(one => (Class: one, Problem: ProblemOf([.. TextsOf(one).Select(_ => reports.Dequeue())]))).Where(one => one.Problem is not null).ToArray();
        if (strange.Length == 0) return;
        var more = strange.Length > 1 ? $" (and {Figures(strange.Length - 1)})" : "";
        throw CommandException.BadInput(
            $"The model '{model.Model}' cannot recognise the class '{strange[0].Class.Name}'{more}: {strange[0].Problem}. Name it or a synonym in words the model was trained with " +
            "(the shipped model: those in the vocabulary.json that 'alignzeg world' writes), or choose another --model.");
    }

    private static IEnumerable<string> TextsOf(VocabularyClass one) => [one.Name, .. one.Synonyms];

    private static string? ProblemOf(IReadOnlyList<TextInspection> texts)
    {
        if (texts.Any(text => text.UnknownWords.Count == 0 && !text.Truncated && text.Tokens > 0)) return null;
        var first = texts[0];
        if (first.UnknownWords.Count > 0) return $"it has no word for '{first.UnknownWords[0]}'";
        return first.Truncated ? "the name is longer than it reads" : "it reads no word in the name";
    }

    private static string Figures(int more) => more == 1 ? "1 more" : $"{more:N0} more";
}
