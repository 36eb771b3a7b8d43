using AlignZeg.Model.Clip;
using AlignZeg.Model.Inference;

namespace AlignZeg.Model.Text;

/// <summary>Texts to embeddings; classes to prototypes over templates and synonyms.</summary>
internal sealed class TextEncoder(ClipModel clip, ITokenizer tokenizer)
{
    /// <summary>Embeddings; of a text that is longer than the context, of its beginning: whoever asks has counted before.</summary>
    /// <returns>[B, D], L2-normalised, on the device of the model.</returns>
    public Tensor Embed(IReadOnlyList<string> texts, Device device)
    {
        using var scope = NewDisposeScope();
        var ids = texts.Select(t => tokenizer.Encode(t).Ids).ToList();
        int longest = ids.Max(i => i.Count);
        var padded = new long[ids.Count * longest];
        for (int row = 0; row < ids.Count; row++)
            for (int i = 0; i < ids[row].Count; i++) padded[row * longest + i] = ids[row][i];
        var last = tensor(ids.Select(FirstEnd).ToArray(), device: device);                                      // [B]
        return clip.EmbedText(tensor(padded, [ids.Count, longest], device: device), last).MoveToOuterDisposeScope();
    }

    /// <summary>A class's prototype: per text the normalised mean over templates, then the normalised mean over its texts. Source: openai/CLIP's zero-shot
    /// classifier for templates; the mean over synonyms is ours.</summary>
    /// <param name="classes">Per class its name and synonyms.</param> <param name="templates">With {} for the name.</param> <param name="device">Of the model.</param>
    /// <param name="cancellationToken">Checked before every class.</param>
    /// <returns>[C, D], L2-normalised.</returns>
    public Tensor EmbedClasses(
        IReadOnlyList<IReadOnlyList<string>> classes, IReadOnlyList<string> templates, Device device, CancellationToken cancellationToken = default)
    {
        using var scope = NewDisposeScope();
        var rows = new List<Tensor>();
        foreach (var names in classes)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var prompts = names.SelectMany(name => templates.Select(t => ClassifierRequest.Prompt(t, name))).ToList();
            var perText = Embed(prompts, device).view(names.Count, templates.Count, -1).mean([1]);              // [names, D]
            rows.Add(functional.normalize(functional.normalize(perText, dim: -1).mean([0]), dim: -1));          // [D]
        }

        return stack(rows).MoveToOuterDisposeScope();
    }

    // A text may hold the end token itself; CLIP reads the first one (argmax of the ids).
    private long FirstEnd(IReadOnlyList<int> ids) => ids.Index().First(pair => pair.Item == tokenizer.EndId).Index;
}
