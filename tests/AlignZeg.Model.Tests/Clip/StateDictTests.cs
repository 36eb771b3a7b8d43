using AlignZeg.Model.Bundles;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;

namespace AlignZeg.Model.Tests.Clip;

/// <summary>Names and shapes of the published models, written down here from their architecture; no weight is made (device meta).</summary>
public sealed class StateDictTests
{
    /// <summary>Name; width, blocks, patch and image side of the image tower; width of the text tower; joint width; number of parameters as published.</summary>
    public static TheoryData<string, int, int, int, int, int, int, long> Published => new()
    {
        { "ViT-B/32", 768, 12, 32, 224, 512, 512, 151_277_313 },
        { "ViT-B/16", 768, 12, 16, 224, 512, 512, 149_620_737 },
        { "ViT-L/14", 1024, 24, 14, 224, 768, 768, 427_616_513 },
        { "ViT-L/14@336px", 1024, 24, 14, 336, 768, 768, 427_944_193 },
    };

    [Theory]
    [MemberData(nameof(Published))]
    public void ClipModel_HasTheNamesAndShapesOfHuggingFace(string name, int width, int blocks, int patch, int side, int textWidth, int joint, long parameters)
    {
        var expected = HuggingFace(width, blocks, patch, side, textWidth, joint);
        var made = OnMeta(() => Shapes(new ClipModel(Config(width, blocks, patch, side, textWidth, joint))));
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), made.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, entry => Assert.Equal(entry.Value, made[entry.Key]));
        Assert.True(parameters == made.Values.Sum(shape => shape.Aggregate(1L, (a, b) => a * b)), name);
    }

    [Theory]
    [MemberData(nameof(Published))]
    public void OpenAiCheckpoint_TellsTheNumbers_AndGivesHuggingFacesNames(string name, int width, int blocks, int patch, int side, int textWidth, int joint, long parameters)
    {
        var stored = OpenAi(width, blocks, patch, side, textWidth, joint).ToDictionary(entry => "module." + entry.Key, entry => new StoredTensor(ScalarType.Float16, entry.Value, () => throw new NotSupportedException()));
        Assert.Equal(Config(width, blocks, patch, side, textWidth, joint), OpenAiCheckpoint.ConfigOf(stored, name));
        var renamed = OpenAiCheckpoint.Rename(stored);
        var expected = HuggingFace(width, blocks, patch, side, textWidth, joint);
        Assert.Equal(expected.Keys.Order(StringComparer.Ordinal), renamed.Keys.Order(StringComparer.Ordinal));
        Assert.All(expected, entry => Assert.Equal(entry.Value, renamed[entry.Key].Shape));
        Assert.Equal(parameters, renamed.Values.Sum(tensor => tensor.Shape.Aggregate(1L, (a, b) => a * b)));
    }

    private static ClipConfig Config(int width, int blocks, int patch, int side, int textWidth, int joint) => new()
    {
        ProjectionDim = joint,
        Vision = new() { HiddenSize = width, Layers = blocks, Heads = width / 64, IntermediateSize = 4 * width, ImageSize = side, PatchSize = patch },
        Text = new() { HiddenSize = textWidth, Heads = textWidth / 64, IntermediateSize = 4 * textWidth },
    };

    private static Dictionary<string, long[]> HuggingFace(int width, int blocks, int patch, int side, int textWidth, int joint)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["logit_scale"] = [], ["visual_projection.weight"] = [joint, width], ["text_projection.weight"] = [joint, textWidth],
            ["vision_model.embeddings.class_embedding"] = [width], ["vision_model.embeddings.patch_embedding.weight"] = [width, 3, patch, patch],
            ["vision_model.embeddings.position_embedding.weight"] = [1 + side / patch * (side / patch), width],
            ["text_model.embeddings.token_embedding.weight"] = [49408, textWidth], ["text_model.embeddings.position_embedding.weight"] = [77, textWidth],
        };
        Pair(shapes, "vision_model.pre_layrnorm", width);
        Pair(shapes, "vision_model.post_layernorm", width);
        Pair(shapes, "text_model.final_layer_norm", textWidth);
        foreach (var (tower, size, count) in new[] { ("vision_model", width, blocks), ("text_model", textWidth, 12) })
        {
            foreach (string block in Enumerable.Range(0, count).Select(i => $"{tower}.encoder.layers.{i}."))
            {
                foreach (string projection in new[] { "q_proj", "k_proj", "v_proj", "out_proj" }) Pair(shapes, $"{block}self_attn.{projection}", size, size);
                Pair(shapes, block + "mlp.fc1", 4 * size, size);
                Pair(shapes, block + "mlp.fc2", size, 4 * size);
                Pair(shapes, block + "layer_norm1", size);
                Pair(shapes, block + "layer_norm2", size);
            }
        }

        return shapes;
    }

    private static Dictionary<string, long[]> OpenAi(int width, int blocks, int patch, int side, int textWidth, int joint)
    {
        var shapes = new Dictionary<string, long[]>
        {
            ["logit_scale"] = [], ["visual.proj"] = [width, joint], ["text_projection"] = [textWidth, joint], ["visual.class_embedding"] = [width],
            ["visual.conv1.weight"] = [width, 3, patch, patch], ["visual.positional_embedding"] = [1 + side / patch * (side / patch), width],
            ["token_embedding.weight"] = [49408, textWidth], ["positional_embedding"] = [77, textWidth], ["input_resolution"] = [], ["context_length"] = [], ["vocab_size"] = [],
        };
        Pair(shapes, "visual.ln_pre", width);
        Pair(shapes, "visual.ln_post", width);
        Pair(shapes, "ln_final", textWidth);
        foreach (var (tower, size, count) in new[] { ("visual.", width, blocks), ("", textWidth, 12) })
        {
            foreach (string block in Enumerable.Range(0, count).Select(i => $"{tower}transformer.resblocks.{i}."))
            {
                (shapes[block + "attn.in_proj_weight"], shapes[block + "attn.in_proj_bias"]) = ([3 * size, size], [3 * size]);
                Pair(shapes, block + "attn.out_proj", size, size);
                Pair(shapes, block + "mlp.c_fc", 4 * size, size);
                Pair(shapes, block + "mlp.c_proj", size, 4 * size);
                Pair(shapes, block + "ln_1", size);
                Pair(shapes, block + "ln_2", size);
            }
        }

        return shapes;
    }

    /// <summary>A weight and its bias.</summary>
    private static void Pair(Dictionary<string, long[]> shapes, string name, params long[] weight) => (shapes[name + ".weight"], shapes[name + ".bias"]) = (weight, [weight[0]]);

    private static Dictionary<string, long[]> Shapes(ClipModel model)
    {
        using (model) return model.state_dict().ToDictionary(entry => entry.Key, entry => entry.Value.shape);
    }

    private static T OnMeta<T>(Func<T> make)
    {
        using var scope = NewDisposeScope();
        var before = get_default_device();
        set_default_device(META);
        try
        {
            return make();
        }
        finally
        {
            set_default_device(before);
        }
    }
}
