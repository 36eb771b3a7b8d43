using System.Globalization;
using AlignZeg.Abstractions.Models;

namespace AlignZeg.Abstractions.Vocabularies;

/// <summary>
/// The one rule for texts that a model does not read to their end: refused, unless the vocabulary says <see cref="VocabularyDefinition.Truncate"/>. Whoever builds, publishes,
/// labels or tries asks here, so that all say the same.
/// </summary>
public static class TextLengths
{
    private const int TextsPerCall = 500; // of 200 characters at most, each with a template of as many: within a grain call
    private const int MostTold = 20;

    /// <summary>Every text of the classes, in their order, as a device with the model counts it in the templates.</summary>
    public static async Task<IReadOnlyList<TextInspection>> CountAsync(
        IModelInstanceGrain instance, ModelBundle model, ClassifierTexts texts, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(instance);
        ArgumentNullException.ThrowIfNull(texts);
        var counted = new List<TextInspection>();
        foreach (string[] some in texts.Classes.SelectMany(one => one).Chunk(TextsPerCall))
            counted.AddRange(await instance.InspectPromptsAsync(model, some, texts.Templates, cancellationToken));
        return counted;
    }

    /// <summary>Refuses classes with a text that would be cut off, unless they may be.</summary>
    /// <param name="model">Named in the sentence.</param> <param name="texts">The classes.</param> <param name="counted">What <see cref="CountAsync"/> gives for them.</param>
    /// <exception cref="TextTooLongException">A text is too long.</exception>
    public static void Require(ModelKey model, ClassifierTexts texts, IReadOnlyList<TextInspection> counted)
    {
        ArgumentNullException.ThrowIfNull(texts);
        if (texts.Truncate) return;
        var cut = Cut(texts, counted);
        if (cut.Count == 0) return;
        var told = cut.Take(MostTold).Select(one => Sentence(model, one.Class, one.Text)).ToList();
        if (cut.Count > 1) told.Add(string.Create(CultureInfo.InvariantCulture, $"In all {cut.Count:N0} texts are too long."));
        throw new TextTooLongException(told);
    }

    /// <summary>The texts that the model does not read to their end, each with the name of its class.</summary>
    /// <param name="texts">The classes.</param> <param name="counted">What <see cref="CountAsync"/> gives for them.</param>
    public static IReadOnlyList<(string Class, TextInspection Text)> Cut(ClassifierTexts texts, IReadOnlyList<TextInspection> counted)
    {
        ArgumentNullException.ThrowIfNull(texts);
        var owners = texts.Classes.SelectMany(one => one.Select(_ => one[0]));
        return [.. owners.Zip(counted).Where(one => one.Second.Truncated)];
    }

    private static string Sentence(ModelKey model, string owner, TextInspection text)
    {
        string which = text.Text == owner ? "its name" : $"its synonym '{text.Text}'", where = text.Template is null or "{}" ? "" : $" in the template '{text.Template}'";
        return string.Create(CultureInfo.InvariantCulture,
            $"The class '{owner}' is too long for the model '{model}': {which}{where} has {text.PromptTokens:N0} tokens, and the model reads {text.Context:N0}. "
            + $"Shorten it, or say \"truncate\": true in the vocabulary to have what is over cut off.");
    }
}
