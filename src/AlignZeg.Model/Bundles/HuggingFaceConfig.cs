using System.Text.Json;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Bundles;

/// <summary>The config.json of Hugging Face's CLIPModel. Source: transformers, configuration_clip.py, for names and for what an absent key means.</summary>
internal static class HuggingFaceConfig
{
    /// <summary>Name of the file.</summary>
    public const string File = "config.json";

    /// <summary>True if a folder's config.json is that of a CLIPModel, and not that of a bundle of ours.</summary>
    public static bool IsIn(string directory)
    {
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(Path.Combine(directory, File)));
            return json.RootElement.ValueKind == JsonValueKind.Object && json.RootElement.EnumerateObject().Any(p => p.Name is "model_type" or "vision_config" or "vision_config_dict" or "architectures");
        }
        catch (Exception e) when (e is IOException or JsonException)
        {
            return false;
        }
    }

    /// <summary>What is wrong with a folder's config.json that no reader could take; null if it is JSON, or not there.</summary>
    public static ModelBundleException? FaultIn(string directory)
    {
        var path = Path.Combine(directory, File);
        if (!System.IO.File.Exists(path)) return null;
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            return null;
        }
        catch (JsonException e)
        {
            return new($"'{path}' is not JSON (line {e.LineNumber + 1}). Copy the model again.", e);
        }
        catch (IOException e)
        {
            return new($"'{path}' cannot be read: {e.Message}", e);
        }
    }

    /// <summary>The numbers of the model in a folder.</summary>
    /// <exception cref="ModelBundleException">The file is missing, or describes another kind of model.</exception>
    public static ClipConfig Read(string directory)
    {
        var path = Path.Combine(directory, File);
        try
        {
            using var json = JsonDocument.Parse(System.IO.File.ReadAllBytes(path));
            return Parse(json.RootElement);
        }
        catch (Exception e) when (e is IOException or JsonException or InvalidOperationException or FormatException)
        {
            throw new ModelBundleException($"'{path}' is not the config.json of a CLIP: {e.Message} Give the folder of a CLIPModel of Hugging Face.", e);
        }
    }

    private static ClipConfig Parse(JsonElement root)
    {
        if (Text(root, "model_type", "clip") is var type && type != "clip") throw new FormatException($"its model_type is '{type}'.");
        JsonElement?[] vision = [Part(root, "vision_config_dict"), Part(root, "vision_config")], text = [Part(root, "text_config_dict"), Part(root, "text_config")];
        if (Number(vision, "num_channels", 3) != 3) throw new FormatException("its images do not have 3 channels.");
        return new()
        {
            ProjectionDim = Number([root], "projection_dim", 512),
            LogitScaleInit = Real([root], "logit_scale_init_value", 2.6592),
            Vision = VisionOf(vision),
            Text = new()
            {
                VocabSize = Number(text, "vocab_size", 49408), Context = Number(text, "max_position_embeddings", 77), HiddenSize = Number(text, "hidden_size", 512),
                Layers = Number(text, "num_hidden_layers", 12), Heads = Number(text, "num_attention_heads", 8), IntermediateSize = Number(text, "intermediate_size", 2048),
                Activation = ActivationOf(text), LayerNormEps = Real(text, "layer_norm_eps", 1e-5),
            },
        };
    }

    private static VisionConfig VisionOf(JsonElement?[] vision)
    {
        int layers = Number(vision, "num_hidden_layers", 12);
        return new()
        {
            HiddenSize = Number(vision, "hidden_size", 768), Layers = layers, Heads = Number(vision, "num_attention_heads", 12),
            IntermediateSize = Number(vision, "intermediate_size", 3072), ImageSize = Number(vision, "image_size", 224), PatchSize = Number(vision, "patch_size", 32),
            Activation = ActivationOf(vision), LayerNormEps = Real(vision, "layer_norm_eps", 1e-5), RecognitionLayers = VisionConfig.PublishedRecognitionLayers(layers),
        };
    }

    private static string ActivationOf(JsonElement?[] places)
    {
        string name = Value(places, "hidden_act") is { } found ? found.GetString() ?? "" : "quick_gelu";
        return name is "quick_gelu" or "gelu" ? name : throw new FormatException($"its hidden_act is '{name}'; known are quick_gelu and gelu.");
    }

    private static JsonElement? Part(JsonElement root, string name) => root.TryGetProperty(name, out var part) && part.ValueKind == JsonValueKind.Object ? part : null;

    private static string Text(JsonElement root, string name, string otherwise) => root.TryGetProperty(name, out var value) ? value.GetString() ?? otherwise : otherwise;

    private static int Number(JsonElement?[] places, string name, int otherwise)
    {
        int number = Value(places, name)?.GetInt32() ?? otherwise;
        return number > 0 ? number : throw new FormatException($"its {name} is {number}.");
    }

    private static double Real(JsonElement?[] places, string name, double otherwise) => Value(places, name)?.GetDouble() ?? otherwise;

    private static JsonElement? Value(JsonElement?[] places, string name)
    {
        foreach (var place in places)
            if (place is { } part && part.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null) return value;
        return null;
    }
}
