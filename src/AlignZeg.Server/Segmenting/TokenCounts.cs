using AlignZeg.Abstractions.Models;
using AlignZeg.Abstractions.Vocabularies;

namespace AlignZeg.Server.Segmenting;

/// <summary>What a model's tokenizer makes of vocabularies, asked of some device that has the model.</summary>
internal sealed class TokenCounts(IGrainFactory grains, SomeDevice devices)
{
    private const int DefaultLimit = 100, MaxLimit = 1_000;

    /// <summary>Refuses a vocabulary with texts that the model would cut off, unless it says that it may.</summary>
    /// <exception cref="ModelNotFoundException">There is no such model.</exception>
    /// <exception cref="ModelUnavailableException">No device is there to ask.</exception>
    /// <exception cref="TextTooLongException">A text is too long.</exception>
    public async Task RequireFitAsync(string model, VocabularyDefinition vocabulary, CancellationToken cancellationToken)
    {
        var texts = VocabularyTexts.Of(vocabulary);
        TextLengths.Require(new(model), texts, await CountAsync(model, texts, cancellationToken));
    }

    /// <summary>A page of the classes that are read, with the counts of all their texts.</summary>
    /// <param name="model">Name of the model.</param> <param name="version">Of the vocabulary.</param> <param name="after">Id of the class before; null = from the first.</param>
    /// <param name="limit">Classes; null = 100, at most 1,000.</param> <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="ModelNotFoundException">There is no such model.</exception>
    /// <exception cref="ModelUnavailableException">No device is there to ask.</exception>
    public async Task<TokenPage> ReadAsync(string model, VocabularyVersion version, int? after, int? limit, CancellationToken cancellationToken)
    {
        var vocabulary = version.Definition;
        int[] rest = [.. vocabulary.RecognisedIds().Where(id => after is null || id > after)], page = [.. rest.Take(Math.Clamp(limit ?? DefaultLimit, 1, MaxLimit))];
        var texts = VocabularyTexts.Of(vocabulary, page);
        var counts = new Queue<TextInspection>(await CountAsync(model, texts, cancellationToken));
        ClassTokens[] classes = [.. page.Zip(texts.Classes, (id, names) => ClassTokens.Of(id, [.. names.Select(_ => counts.Dequeue())]))];
        return new(version.Number, model, vocabulary.Truncate is true, classes, page.Length < rest.Length ? page[^1] : null);
    }

    private async Task<IReadOnlyList<TextInspection>> CountAsync(string model, ClassifierTexts texts, CancellationToken cancellationToken)
    {
        var bundle = await grains.GetGrain<IModelGrain>(new ModelKey(model).ToString()).ResolveAsync(cancellationToken);
        return await devices.RunAsync(bundle.Model, device => TextLengths.CountAsync(device, bundle, texts, cancellationToken), cancellationToken);
    }
}

/// <summary>Token counts of a page of classes, and where the next page begins.</summary>
/// <param name="Version">Of the vocabulary.</param>
/// <param name="Model">Whose tokenizer counted.</param>
/// <param name="Truncate">Whether the version says that texts may be cut off; if not, it is refused wherever one is too long.</param>
/// <param name="Classes">By id; the background is not read, and not here.</param>
/// <param name="Next">For <c>after</c>; null = there are no more.</param>
internal sealed record TokenPage(int Version, string Model, bool Truncate, IReadOnlyList<ClassTokens> Classes, int? Next);

/// <summary>What a model reads of a class.</summary>
/// <param name="Id">Of the class.</param>
/// <param name="Name">Of the class, as the model reads it.</param>
/// <param name="Tokens">Of its longest text, in the template where that is longest, without start and end.</param>
/// <param name="Context">The most tokens that the model reads, without start and end.</param>
/// <param name="Truncated">True if one of its texts is longer than that.</param>
/// <param name="Texts">Its name, then its synonyms.</param>
internal sealed record ClassTokens(int Id, string Name, int Tokens, int Context, bool Truncated, IReadOnlyList<TextTokens> Texts)
{
    public static ClassTokens Of(int id, IReadOnlyList<TextInspection> texts) => new(
        id, texts[0].Text, texts.Max(one => one.PromptTokens), texts[0].Context, texts.Any(one => one.Truncated),
        [.. texts.Select(one => new TextTokens(one.Text, one.PromptTokens, one.Template, one.Truncated, one.UnknownWords))]);
}

/// <summary>What a model reads of a text.</summary>
/// <param name="Text">Name or synonym.</param>
/// <param name="Tokens">In the template where it is longest, without start and end.</param>
/// <param name="Template">That template.</param>
/// <param name="Truncated">True if the model does not read that to its end.</param>
/// <param name="UnknownWords">Words of the text without a token of their own.</param>
internal sealed record TextTokens(string Text, int Tokens, string? Template, bool Truncated, IReadOnlyList<string> UnknownWords);
