using AlignZeg.Model.Bundles;
using AlignZeg.Model.Checkpoints;
using AlignZeg.Model.Clip;
using AlignZeg.Model.Inference;

namespace AlignZeg.Model.San;

/// <summary>A published SAN checkpoint and the CLIP it stands on, made into a bundle.</summary>
/// <param name="Checkpoint">File of SAN's weights (.pth, .pt or .safetensors).</param>
/// <param name="Clip">The same CLIP as published: a folder of Hugging Face's CLIPModel, or a checkpoint of OpenAI with a vocabulary beside it.</param>
/// <param name="Name">Of the bundle, for people.</param>
public sealed record SanImport(string Checkpoint, string Clip, string Name)
{
    private const double MostDifference = .01; // of a tensor's length: half precision rounds by 5e-4

    /// <summary>What the checkpoint's shapes do not tell; null for the published ones.</summary>
    public SanForm? Form { get; init; }

    /// <summary>Names of the classes whose masks it was trained on.</summary>
    public IReadOnlyList<string> SeenClasses { get; init; } = [];

    /// <summary>Writes the bundle.</summary>
    /// <param name="output">Folder to write.</param>
    /// <exception cref="ModelBundleException">Files are missing, damaged, or do not fit each other.</exception>
    public void Run(string output)
    {
        _ = TorchDevices.Threads; // prepares the natives
        using var scope = NewDisposeScope();
        using var none = no_grad();
        var san = SanShapes.Open(Checkpoint);
        var files = ClipFiles.Find(Clip);
        var (clip, weights) = files.Open();
        var tokenizer = ClipVocabulary.Read(files.Directory, clip.Text.Context, clip.Text.VocabSize) ?? throw new ModelBundleException(ClipVocabulary.Missing(files.Directory));
        clip = clip with { Vision = clip.Vision with { RecognitionLayers = san.RecognitionLayers } };
        using var bundle = new ModelBundle(new(BundleConfig.CurrentFormat, Name, clip, san.Config(Form) with { SeenClasses = SeenClasses }), tokenizer);
        SanCheckpoint.Fill(san.Tensors, bundle.Clip, bundle.Network, bundle.Config.AlignZeg, Checkpoint);
        FillOwnPositions(bundle.Clip, weights);
        CheckClip(bundle.Clip, weights);
        bundle.Save(output);
    }

    // The one tensor of CLIP that SAN has in a trained form only.
    private void FillOwnPositions(ClipModel clip, IReadOnlyDictionary<string, StoredTensor> weights)
    {
        const string name = "vision_model.embeddings.position_embedding.weight";
        if (!weights.TryGetValue(name, out var stored) || !stored.Shape.SequenceEqual(clip.Positions.shape))
            throw new ModelBundleException($"The CLIP '{Clip}' has no tensor '{name}' of the right shape; give the whole CLIP that the checkpoint was trained on.");
        using var value = stored.Read();
        clip.Positions.copy_(value);
    }

    // SAN keeps CLIP frozen, so a checkpoint tells which CLIP it was trained on.
    private void CheckClip(ClipModel clip, IReadOnlyDictionary<string, StoredTensor> weights)
    {
        foreach (var (name, own) in clip.state_dict())
        {
            using var scope = NewDisposeScope();
            if (!weights.TryGetValue(name, out var stored) || !stored.Shape.SequenceEqual(own.shape)) throw Another($"its tensor '{name}' is missing or of another shape");
            var (value, length) = (stored.Read().to(ScalarType.Float32), own.norm().item<float>());
            if (!((value - own).norm().item<float>() <= MostDifference * length)) throw Another($"its tensor '{name}' has other numbers");
        }
    }

    private ModelBundleException Another(string why) => new($"The checkpoint '{Checkpoint}' was trained on another CLIP than '{Clip}': {why}. Give the CLIP that it was trained on.");
}
