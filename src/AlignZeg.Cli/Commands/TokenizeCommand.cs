using System.CommandLine;
using System.Text.Json;
using AlignZeg.Cli.Features;
using AlignZeg.Cli.Labelling;
using AlignZeg.Cli.Results;
using AlignZeg.Model.Bundles;
using AlignZeg.Model.Inference;

namespace AlignZeg.Cli.Commands;

/// <summary><c>alignzeg tokenize --model DIR [TEXT…] [--input FILE.json] --json</c>.</summary>
internal static class TokenizeCommand
{
    private static readonly Argument<string[]> Texts = new("text") { Description = "Texts.", Arity = ArgumentArity.ZeroOrMore };

    private static readonly Option<string?> Input = new("--input", "-i") { Description = "JSON file with an array of strings: more texts." };

    private static readonly Option<string?> Model = new("--model", "-m")
    {
        Description = "A bundle, a folder of Hugging Face's CLIPModel, or a checkpoint of OpenAI (or its folder) with a vocabulary beside it. Default: the model that ships with alignzeg.",
    };

    public static Command Create()
    {
        var command = new Command("tokenize", "Token ids of texts, start and end included, cut to the model's context, without padding.") { Texts, Input, Model, CommonOptions.Json };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var texts = await FeatureItems.ReadAsync(parsed.GetValue(Texts) ?? [], parsed.GetValue(Input), cancellationToken);
            var ids = Encode(parsed.GetValue(Model) ?? LabelPlan.DefaultModel, texts);
            if (parsed.GetValue(CommonOptions.Json)) Console.Out.WriteLine(JsonSerializer.Serialize(new { Ids = ids }, ResultJson.Line));
            else FeatureTable.WriteIds(texts, ids);
            return ExitCode.Done;
        });
        return command;
    }

    private static IReadOnlyList<int>[] Encode(string model, IReadOnlyList<string> texts)
    {
        try
        {
            var tokenizer = ClipEncoder.LoadTokenizer(ModelSource.Parse(model).Path);
            return [.. texts.Select(text => tokenizer.Encode(text).Ids)];
        }
        catch (ModelBundleException exception)
        {
            throw CommandException.BadInput(exception.Message, exception);
        }
    }
}
