using System.Globalization;
using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Progress;

namespace AlignZeg.Cli.Labelling;

/// <summary>
/// Refuses classes that the model has no word for: their masks would be noise with a name on it. A class passes when one of its texts is known whole. Texts that are longer
/// than the model reads are refused by the platform's own rule, <see cref="TextLengths"/>, or told where the vocabulary lets them be cut off.
/// </summary>
internal static class WordCheck
{
    /// <summary>Asks the model's tokenizer about every text of every class that it is to recognise, in every template.</summary>
    /// <exception cref="TextTooLongException">A text would be cut off, and the vocabulary does not say that it may.</exception>
    /// <exception cref="CommandException">A class has no text that the model knows whole.</exception>
    public static async Task RequireKnownAsync(
        IModelInstanceGrain instance, ModelBundle model, VocabularyDefinition vocabulary, IProgressView view, CancellationToken cancellationToken)
    {
        var texts = VocabularyTexts.Of(vocabulary);
        var counted = await TextLengths.CountAsync(instance, model, texts, cancellationToken);
        TextLengths.Require(model.Model, texts, counted);
        RequireWords(model, texts, counted);
        if (TextLengths.Cut(texts, counted) is [var (owner, text), ..] cut) view.Stage(Told(cut.Count, owner, text));
    }

    private static void RequireWords(ModelBundle model, ClassifierTexts texts, IReadOnlyList<TextInspection> counted)
    {
        var reports = new Queue<TextInspection>(counted);
        var strange = texts.Classes.Select(names => (Name: names[0], Problem: ProblemOf([.. names.Select(_ => reports.Dequeue())]))).Where(one => one.Problem is not null).ToArray();
        if (strange.Length == 0) return;
        var more = strange.Length > 1 ? $" (and {Figures(strange.Length - 1)})" : "";
        throw CommandException.BadInput(
            $"The model '{model.Model}' cannot recognise the class '{strange[0].Name}'{more}: {strange[0].Problem}. Name it or a synonym in words the model was trained with " +
            "(the shipped model: those in the vocabulary.json that 'alignzeg world' writes), or choose another --model.");
    }

    private static string? ProblemOf(IReadOnlyList<TextInspection> texts)
    {
        if (texts.Any(text => text.UnknownWords.Count == 0 && text.Tokens > 0)) return null;
        var first = texts[0];
        return first.UnknownWords.Count > 0 ? $"it has no word for '{first.UnknownWords[0]}'" : "it reads no word in the name";
    }

    private static string Told(int cut, string owner, TextInspection text) => string.Create(CultureInfo.InvariantCulture,
        $"Cutting off texts that are longer than the model reads, as the vocabulary says ({cut:N0}; '{owner}' has {text.PromptTokens:N0} of {text.Context:N0} tokens)");

    private static string Figures(int more) => more == 1 ? "1 more" : $"{more:N0} more";
}
