using System.Text.Json;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Tests;

/// <summary>Published CLIPs on disk in the layout of Hugging Face, small enough to be made in every test.</summary>
internal static class TinyClips
{
    public const int Side = 16, Patch = 4;

    public static readonly BpeVocabulary Vocabulary = BpeVocabulary.FromMerges([("r", "e"), ("re", "d</w>"), ("c", "a"), ("ca", "t</w>")]);

    public static readonly ClipConfig Config = new()
    {
        ProjectionDim = 8,
        Vision = new() { HiddenSize = 64, Layers = 2, Heads = 1, IntermediateSize = 256, ImageSize = Side, PatchSize = Patch, RecognitionLayers = 2 },
        Text = new() { VocabSize = Vocabulary.Ids.Count, Context = 12, HiddenSize = 64, Layers = 1, Heads = 1, IntermediateSize = 128 },
    };

    /// <summary>Writes a folder: config.json with only what differs from the defaults, weights, vocabulary.</summary>
    /// <returns>The weights.</returns>
    public static Dictionary<string, Tensor> Write(string folder, ScalarType type = ScalarType.Float32)
    {
        manual_seed(7);
        var model = new ClipModel(Config);
        var weights = model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.detach().to(type));
        SafetensorsFile.Write(Path.Combine(folder, "model.safetensors"), weights.Select(entry => (entry.Key, entry.Value)).Append(("vision_model.embeddings.position_ids", arange(17).unsqueeze(0))));
        File.WriteAllText(Path.Combine(folder, "config.json"), ConfigJson());
        Vocabulary.Write(folder);
        return weights;
    }

    public static string ConfigJson() => JsonSerializer.Serialize(new
    {
        model_type = "clip", projection_dim = Config.ProjectionDim,
        vision_config = new { hidden_size = 64, num_hidden_layers = 2, num_attention_heads = 1, intermediate_size = 256, image_size = Side, patch_size = Patch },
        text_config = new { vocab_size = Config.Text.VocabSize, max_position_embeddings = 12, hidden_size = 64, num_hidden_layers = 1, num_attention_heads = 1, intermediate_size = 128 },
    });
}
