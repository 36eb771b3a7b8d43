using AlignZeg.Model.Clip;
using AlignZeg.Model.Text;

namespace AlignZeg.Model.Training;

/// <summary>
/// Trains a CLIP on pictures and captions that name every class, seen and unseen, as real CLIPs have: captions know no masks.
/// Part of the steps show mosaics of four captioned pictures, each recognised by a token that looks at its tile only: what the segmentation network will ask of
/// the frozen CLIP. Loss: image against the captions of the batch (multi-positive InfoNCE) and against one prompt per class name (hard negatives). Source: ours, embedded-world study.
/// </summary>
internal sealed class ClipTrainer(ClipModel clip, ITokenizer tokenizer, IReadOnlyList<string> names, IReadOnlyList<string> templates, ClipTrainingOptions options)
{
    /// <summary>Name of the phase.</summary>
    public const string Phase = "clip";

    private const int WarmUp = 50;
    private readonly TextEncoder _text = new(clip, tokenizer);
    private readonly RunningMeans _means = new();

    /// <summary>Runs all steps, or those that a checkpoint leaves, on the device the model is on.</summary>
    public void Run(TrainingSet data, TrainingSet tiles, Device device, CheckpointKeeper keeper, IProgress<TrainingProgress>? progress, CancellationToken cancellationToken)
    {
        using var optimizer = optim.AdamW(clip.parameters(), lr: options.LearningRate, weight_decay: options.WeightDecay);
        clip.train();
        var state = new PhaseState(Phase, clip, optimizer, _means) { Positions = () => [data.Position, tiles.Position] };
        int done = keeper.Begin(state);
        if (done > 0) foreach (var (i, set) in new[] { data, tiles }.Index()) set.Seek(keeper.Found!.Positions[i]);
        var rate = new LearningRate(LearningRateSchedule.Cosine, options.LearningRate, options.Steps, WarmUp);
        new TrainingLoop(state, rate, options.ReportEvery, keeper, progress).Run(done, _ => Step(data, tiles, optimizer, device), cancellationToken);
        clip.eval();
    }

    private void Step(TrainingSet data, TrainingSet tiles, optim.Optimizer optimizer, Device device)
    {
        using var scope = NewDisposeScope();
        bool mosaic = data.NextDouble() < options.MosaicShare;
        var batch = mosaic ? tiles.Take(options.Mosaics * Mosaic.Tiles) : data.Next(options.Batch);
        var (images, _) = data.Augment(batch).Load(device);
        var image = mosaic ? EmbedTiles(images, data) : clip.EmbedImage(images);                                // [B, D]
        var bank = _text.Embed([.. names.Select(n => Prompt(data, n))], device);                                // [C, D]
        var captions = _text.Embed([.. batch.Select(i => Caption(data, i.Classes))], device);                   // [B, D]
        var tau = clip.Temperature;
        var named = CrossEntropy(tau * image.matmul(bank.mT), Present(batch, device));
        var contrast = Contrast(tau * image.matmul(captions.mT), SameCaption(batch, device));
        var loss = named + options.ContrastWeight * contrast;
        optimizer.zero_grad();
        loss.backward();
        DivergedException.Check(nn.utils.clip_grad_norm_(clip.parameters(), 1), "the gradient of the CLIP");
        optimizer.step();
        _means.Add(mosaic ? "tile" : "named", named);
        _means.Add(mosaic ? "tile_contrast" : "contrast", contrast);
    }

    /// <summary>Every tile is recognised within a picture made of four, through a class token that looks at the tile alone.</summary>
    /// <returns>[4·mosaics, D].</returns>
    private Tensor EmbedTiles(Tensor tiles, TrainingSet data)
    {
        using var scope = NewDisposeScope();
        var mosaic = Mosaic.Of(tiles, clip.Config.Vision.PatchSize, data.NextInt, options.TokenDrop);
        return clip.EmbedRegions(clip.Extract(mosaic.Images), mosaic.Bias).flatten(0, 1).MoveToOuterDisposeScope();
    }

    private string Prompt(TrainingSet data, string name) => templates[data.NextInt(templates.Count)].Replace("{}", name, StringComparison.Ordinal);

    private string Caption(TrainingSet data, IReadOnlyList<int> classes) => Prompt(data, string.Join(" and ", classes.Select(c => names[c])));

    /// <summary>Targets [B, C]: uniform over the classes that the caption names.</summary>
    private Tensor Present(IReadOnlyList<TrainingImage> batch, Device device)
    {
        var target = new float[batch.Count * names.Count];
        for (int i = 0; i < batch.Count; i++)
            foreach (int c in batch[i].Classes) target[i * names.Count + c] = 1f / batch[i].Classes.Count;
        return tensor(target, [batch.Count, names.Count], device: device);
    }

    /// <summary>Targets [B, B]: uniform over pictures whose captions name the same classes.</summary>
    private static Tensor SameCaption(IReadOnlyList<TrainingImage> batch, Device device)
    {
        var keys = batch.Select(i => string.Join(',', i.Classes)).ToArray();
        var same = new float[keys.Length * keys.Length];
        for (int i = 0; i < keys.Length; i++)
            for (int j = 0; j < keys.Length; j++) same[i * keys.Length + j] = keys[i] == keys[j] ? 1 : 0;
        var matrix = tensor(same, [keys.Length, keys.Length], device: device);
        return matrix / matrix.sum(-1, keepdim: true);
    }

    private static Tensor Contrast(Tensor logits, Tensor target) => .5 * (CrossEntropy(logits, target) + CrossEntropy(logits.mT, target));

    private static Tensor CrossEntropy(Tensor logits, Tensor target) => -(target * functional.log_softmax(logits, -1)).sum(-1).mean();
}
