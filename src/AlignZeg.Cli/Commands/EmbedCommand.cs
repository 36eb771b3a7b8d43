using System.CommandLine;
using System.Text.Json;
using AlignZeg.Cli.Features;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg embed text|image --model DIR [ITEM…] [--input FILE.json] --json</c>.</summary>
internal static class EmbedCommand
{
    private static readonly Argument<string[]> Texts = new("text") { Description = "Texts.", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Argument<string[]> Images = new("image") { Description = "Image files.", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<string?> Input = new("--input", "-i") { Description = "JSON file with an array of strings: more texts, or paths of more images." };

    private static readonly Option<string?> Model = new("--model", "-m")
    {
        Description = "A bundle, a folder of Hugging Face's CLIPModel, or a checkpoint of OpenAI (or its folder) with a vocabulary beside it. Default: the model that ships with alignzeg.",
    };

    public static Command Create() => new("embed", "Features of texts or images by a model's CLIP: L2-normalised, so that a dot product is a cosine.")
    {
        Make("text", "Features of texts.", Texts, (maker, items, cancellationToken) => maker.OfTexts(items, cancellationToken)),
        Make("image", "Features of images: short side resized, centre cropped, normalised as the CLIP wants it.", Images, (maker, items, cancellationToken) => maker.OfImages(items, cancellationToken)),
    };

    private static Command Make(string name, string description, Argument<string[]> items, Func<FeatureMaker, IReadOnlyList<string>, CancellationToken, IReadOnlyList<float[]>> make)
    {
        var command = new Command(name, description) { items, Input, Model, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var asked = await FeatureItems.ReadAsync(parsed.GetValue(items) ?? [], parsed.GetValue(Input), cancellationToken);
            var maker = new FeatureMaker(parsed.GetValue(Model) ?? LabelPlan.DefaultModel);
            var features = await Task.Run(() => make(maker, asked, cancellationToken), cancellationToken);
            if (parsed.GetValue(CommonOptions.Json)) Console.Out.WriteLine(JsonSerializer.Serialize(new { Features = features }, ResultJson.Line));
            else FeatureTable.WriteFeatures(asked, features);
            return ExitCode.Done;
        });
        return command;
    }
}
