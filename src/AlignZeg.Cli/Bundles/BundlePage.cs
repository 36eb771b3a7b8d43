using System.Text.Json;
using AlignZeg.Cli.Commands;
using AlignZeg.Cli.Results;
using AlignZeg.Model;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.ProposalExtraction;

namespace AlignZeg.Cli.Bundles;

/// <summary>A model in words: what <c>alignzeg model show</c> prints.</summary>
internal static class BundlePage
{
    /// <summary>Prints it.</summary>
    public static int Show(string directory, bool tensors, bool json)
    {
        var model = ModelDescription.Of(directory);
        if (json) ShowJson(directory, model, tensors);
        else ShowText(directory, model, tensors);
        return ExitCode.Done;
    }

    private static void ShowJson(string directory, ModelDescription model, bool tensors) => Console.Out.WriteLine(JsonSerializer.Serialize(new
    {
        Event = "model",
        Folder = Path.GetFullPath(directory),
        model.Name,
        model.Hash,
        model.ClipParameters,
        model.NetworkParameters,
        model.Config,
        Tensors = tensors ? model.Tensors : null,
    }, ResultJson.Line));

    private static void ShowText(string directory, ModelDescription model, bool tensors)
    {
        var (vision, network) = (model.Config.Clip.Vision, model.Config.AlignZeg);
        (string Subject, string Fact)[] lines =
        [
            ("name", model.Name), ("folder", Path.GetFullPath(directory)), ("hash", model.Hash),
            ("CLIP", $"{vision.Layers} blocks of width {vision.HiddenSize}, {vision.Heads} heads, patches of {vision.PatchSize}, trained at {vision.ImageSize}; {model.ClipParameters:N0} parameters, frozen"),
            ("network", $"{Form(network)}; {network.Queries} queries; {model.NetworkParameters:N0} parameters{(network.ClassificationSteps is { } steps ? $"; classification stopped after {steps:N0} steps" : "")}"),
            ("input", $"short side {network.ShortSide}, longest {network.LongestSide}, {(network.Padding ? "padded" : "rounded")} to multiples of {network.Multiple}; CLIP sees it at {network.ClipScale:0.##} of that"),
            ("background", $"{network.BackgroundPrototypes} prototype(s); pixels below {network.ClaimThreshold:0.##} stay unlabelled"),
            ("seen", network.SeenClasses.Count == 0 ? "not stated" : $"{network.SeenClasses.Count} classes: {string.Join(", ", network.SeenClasses)}"),
        ];
        foreach (var (subject, fact) in lines) Console.Out.WriteLine($"{subject,-10}  {fact}");
        if (!tensors) return;
        foreach (var (name, shape) in model.Tensors) Console.Out.WriteLine($"{name}  [{string.Join(", ", shape)}]");
    }

    private static string Form(AlignZegConfig network) => (network.Encoder, network.QueryMode) switch
    {
        (ImageEncoder.Vit, QueryMode.Joint) => $"SAN: queries inside a ViT of {network.SideAdapter.Depth} blocks of width {network.SideAdapter.Width}",
        (ImageEncoder.Vit, _) => $"AlignZeg: a ViT of {network.SideAdapter.Depth} blocks of width {network.SideAdapter.Width}, then {network.RefinementBlocks} refinement blocks of width {network.Width}",
        _ => $"AlignZeg: a conv encoder, then {network.RefinementBlocks} refinement blocks of width {network.Width}",
    };
}
