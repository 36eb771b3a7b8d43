using System.Globalization;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Bundles;

/// <summary>
/// A CLIP under OpenAI's names: its numbers follow from the shapes of its tensors, and every tensor has a name under Hugging Face's convention.
/// Source: openai/CLIP, model.py, for names and for what the shapes say; transformers, the conversion of CLIP, for the other names.
/// </summary>
internal static class OpenAiCheckpoint
{
    private const string PatchKey = "visual.conv1.weight";
    private const int HeadWidth = 64; // of every published CLIP

    private static readonly Dictionary<string, string> Names = new()
    {
        ["visual.class_embedding"] = "vision_model.embeddings.class_embedding", [PatchKey] = "vision_model.embeddings.patch_embedding.weight",
        ["visual.positional_embedding"] = "vision_model.embeddings.position_embedding.weight",
        ["visual.ln_pre.weight"] = "vision_model.pre_layrnorm.weight", ["visual.ln_pre.bias"] = "vision_model.pre_layrnorm.bias",
        ["visual.ln_post.weight"] = "vision_model.post_layernorm.weight", ["visual.ln_post.bias"] = "vision_model.post_layernorm.bias",
        ["token_embedding.weight"] = "text_model.embeddings.token_embedding.weight", ["positional_embedding"] = "text_model.embeddings.position_embedding.weight",
        ["ln_final.weight"] = "text_model.final_layer_norm.weight", ["ln_final.bias"] = "text_model.final_layer_norm.bias", ["logit_scale"] = "logit_scale",
    };

    private static readonly Dictionary<string, string> BlockNames = new()
    {
        ["attn.out_proj"] = "self_attn.out_proj", ["ln_1"] = "layer_norm1", ["ln_2"] = "layer_norm2", ["mlp.c_fc"] = "mlp.fc1", ["mlp.c_proj"] = "mlp.fc2",
    };

    /// <summary>True if tensors are named as OpenAI does, whatever stands before the names ("module.", "state_dict.").</summary>
    public static bool Is(IReadOnlyDictionary<string, StoredTensor> tensors) => PrefixOf(tensors) is not null;

    /// <summary>The numbers that the shapes tell. Activation: quick_gelu, as in all of OpenAI's.</summary>
    /// <exception cref="ModelBundleException">A tensor that tells them is missing or of a strange shape.</exception>
    public static ClipConfig ConfigOf(IReadOnlyDictionary<string, StoredTensor> tensors, string path)
    {
        string prefix = PrefixOf(tensors) ?? throw Strange(path, $"it has no '{PatchKey}'");
        long[] Shape(string name, int sides) => tensors.TryGetValue(prefix + name, out var tensor) && tensor.Shape.Length == sides
            ? tensor.Shape : throw Strange(path, $"'{name}' is missing or does not have {sides} sides (a CLIP with a ResNet is not supported)");
        var (patch, positions) = (Shape(PatchKey, 4), Shape("visual.positional_embedding", 2));
        var (texts, tokens, projection) = (Shape("positional_embedding", 2), Shape("token_embedding.weight", 2), Shape("text_projection", 2));
        int grid = (int)Math.Round(Math.Sqrt(positions[0] - 1)), layers = Layers(tensors, prefix + "visual.");
        if (grid * grid + 1 != positions[0]) throw Strange(path, "its positions do not form a square");
        return new()
        {
            ProjectionDim = (int)projection[1],
            Vision = new()
            {
                HiddenSize = (int)patch[0], Layers = layers, Heads = (int)patch[0] / HeadWidth, PatchSize = (int)patch[3], ImageSize = (int)patch[3] * grid,
                IntermediateSize = (int)Shape("visual.transformer.resblocks.0.mlp.c_fc.weight", 2)[0], RecognitionLayers = VisionConfig.PublishedRecognitionLayers(layers),
            },
            Text = new()
            {
                VocabSize = (int)tokens[0], Context = (int)texts[0], HiddenSize = (int)tokens[1], Layers = Layers(tensors, prefix), Heads = (int)tokens[1] / HeadWidth,
                IntermediateSize = (int)Shape("transformer.resblocks.0.mlp.c_fc.weight", 2)[0],
            },
        };
    }

    /// <summary>The same tensors under Hugging Face's names: projections transposed, the joint projection of queries, keys and values cut in three.</summary>
    public static IReadOnlyDictionary<string, StoredTensor> Rename(IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        string prefix = PrefixOf(tensors) ?? "";
        var renamed = new Dictionary<string, StoredTensor>();
        foreach (var (name, tensor) in tensors.Where(pair => pair.Key.StartsWith(prefix, StringComparison.Ordinal)))
            foreach (var (other, value) in Rename(name[prefix.Length..], tensor)) renamed[other] = value;
        return renamed;
    }

    private static IEnumerable<(string Name, StoredTensor Tensor)> Rename(string name, StoredTensor tensor)
    {
        if (Names.TryGetValue(name, out var known)) return [(known, tensor)];
        if (name is "visual.proj" or "text_projection") return [(name == "visual.proj" ? "visual_projection.weight" : "text_projection.weight", Transposed(tensor))];
        string tower = name.StartsWith("visual.", StringComparison.Ordinal) ? "visual." : "", blocks = tower + "transformer.resblocks.";
        if (!name.StartsWith(blocks, StringComparison.Ordinal)) return [];                          // input_resolution, context_length, vocab_size
        var parts = name[blocks.Length..].Split('.', 2);
        string block = $"{(tower.Length > 0 ? "vision" : "text")}_model.encoder.layers.{parts[0]}.", rest = parts[^1];
        if (rest is "attn.in_proj_weight" or "attn.in_proj_bias")
            return "qkv".Select((letter, i) => ($"{block}self_attn.{letter}_proj.{rest["attn.in_proj_".Length..]}", Third(tensor, i)));
        int dot = rest.LastIndexOf('.');
        return dot > 0 && BlockNames.TryGetValue(rest[..dot], out var other) ? [(block + other + rest[dot..], tensor)] : [(block + rest, tensor)];
    }

    private static StoredTensor Transposed(StoredTensor tensor) => tensor with
    {
        Shape = [.. tensor.Shape.Reverse()],
        Read = () =>
        {
            using var value = tensor.Read();
            using var turned = value.mT;
            return turned.contiguous();
        },
    };

    private static StoredTensor Third(StoredTensor tensor, int index) => tensor with
    {
        Shape = [tensor.Shape[0] / 3, .. tensor.Shape[1..]],
        Read = () =>
        {
            using var value = tensor.Read();
            using var part = value.narrow(0, index * (tensor.Shape[0] / 3), tensor.Shape[0] / 3);
            return part.clone();
        },
    };

    private static string? PrefixOf(IReadOnlyDictionary<string, StoredTensor> tensors)
    {
        var key = tensors.Keys.Where(name => name == PatchKey || name.EndsWith("." + PatchKey, StringComparison.Ordinal)).OrderBy(name => name.Length).FirstOrDefault();
        return key?[..^PatchKey.Length];
    }

    private static int Layers(IReadOnlyDictionary<string, StoredTensor> tensors, string tower)
    {
        string blocks = tower + "transformer.resblocks.";
        return tensors.Keys.Where(name => name.StartsWith(blocks, StringComparison.Ordinal))
            .Select(name => int.TryParse(name[blocks.Length..].Split('.')[0], CultureInfo.InvariantCulture, out int index) ? index + 1 : 0).DefaultIfEmpty(0).Max();
    }

    private static ModelBundleException Strange(string path, string why) => new($"'{path}' is not a CLIP of OpenAI: {why}. Give a checkpoint with OpenAI's or Hugging Face's names.");
}
