using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Inference;

/// <summary>What every segmenter does with the texts of classes.</summary>
/// <param name="clip">Has the text tower.</param> <param name="tokenizer">Its tokenizer.</param>
internal sealed class ClassTexts(ClipModel clip, ITokenizer tokenizer)
{
    /// <summary>See <see cref="ISegmenter.Inspect"/>.</summary>
    public TextReport Inspect(string text)
    {
        var tokens = tokenizer.Encode(text);
        return new(tokens.Tokens, tokens.UnknownWords, tokenizer.Context - 2);
    }

    /// <summary>Prototypes of the classes of a request.</summary>
    /// <param name="request">Names, synonyms, templates.</param> <param name="templates">In place of none.</param> <param name="device">Of the model.</param>
    /// <param name="cancellationToken">Checked before every class.</param>
    /// <returns>[C, D], L2-normalised.</returns>
    /// <exception cref="ArgumentException">No classes, a class without a name, or known rows that do not fit.</exception>
    public Tensor Embed(ClassifierRequest request, IReadOnlyList<string> templates, Device device, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(request);
        if (request.Classes.Count == 0 || request.Classes.Any(c => c.Count == 0)) throw new ArgumentException("A classifier needs classes, and every class a name.");
        if (request.KnownText.Count > 0 && request.KnownText.Count != request.Classes.Count) throw new ArgumentException("Known rows are given for every class, or for none.");
        using var scope = NewDisposeScope();
        var unknown = request.Unknown;
        var rows = request.Classes.Select((_, c) => request.KnownText.Count > 0 && request.KnownText[c] is { } row ? tensor(row, device: device) : null).ToArray();
        var texts = request.Templates.Count > 0 ? request.Templates : templates;
        if (unknown.Length == 0) return stack(rows!).MoveToOuterDisposeScope();
        var embedded = new TextEncoder(clip, tokenizer).EmbedClasses([.. unknown.Select(c => request.Classes[c])], texts, device, cancellationToken);  // [U, D]
        for (int u = 0; u < unknown.Length; u++) rows[unknown[u]] = embedded[u];
        return stack(rows!).MoveToOuterDisposeScope();
    }
}
