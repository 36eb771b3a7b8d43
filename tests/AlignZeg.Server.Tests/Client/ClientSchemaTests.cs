using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using AlignZeg.Abstractions.Shards;
using AlignZeg.Client.Datasets;
using AlignZeg.Client.Images;
using AlignZeg.Client.Jobs;
using AlignZeg.Client.Models;
using AlignZeg.Client.Names;
using AlignZeg.Client.Results;
using AlignZeg.Client.Reviews;
using AlignZeg.Client.Segmentation;
using AlignZeg.Client.Tenants;
using AlignZeg.Client.Transport;
using AlignZeg.Client.Vocabularies;
using AlignZeg.Client.Webhooks;

namespace AlignZeg.Server.Tests.Client;

/// <summary>The client's records against the document that the server gives: both say the same, by name and by kind.</summary>
public sealed class ClientSchemaTests(TestServer server)
{
    // What the client knows of servers that are newer, or that older ones do not say.
    private static readonly string[] Ahead = ["DatasetVersion.ingest", "DatasetVersion.latest", "SegmentedImage.Uncertainty", "SegmentedImage.Masks"];

    public static TheoryData<Type, string> Pairs() => new()
    {
        { typeof(NamePage), "NamePage" }, { typeof(Vocabulary), "VocabularyView" }, { typeof(VocabularyVersion), "VocabularyVersionSummary" }, { typeof(TokenPage), "TokenPage" }, { typeof(ClassTokens), "ClassTokens" }, { typeof(TextTokens), "TextTokens" },
        { typeof(DatasetVersion), "DatasetVersion" }, { typeof(VersionDiff), "DatasetDiffView" }, { typeof(DiffCounts), "DatasetDiffCounts" }, { typeof(MovedImage), "MovedImage" }, { typeof(UploadedImage), "UploadedImage" }, { typeof(ModelInfo), "ModelView" }, { typeof(ModelRegistration), "ModelBody" },
        { typeof(Job), "JobView" }, { typeof(JobRequest), "JobRequestView" }, { typeof(JobOrder), "JobBody" }, { typeof(JobTerms), "TermsBody" }, { typeof(JobRetry), "RetryBody" },
        { typeof(AlignZeg.Client.Jobs.FailurePage), "FailureList" }, { typeof(AlignZeg.Client.Jobs.ImageFailure), "ImageFailure" }, { typeof(OutputLink), "LinkView" },
        { typeof(TenantUsage), "UsageView" }, { typeof(DayUsage), "DayView" }, { typeof(UsageAmount), "AmountView" }, { typeof(TenantQuotas), "TenantQuotas" }, { typeof(TenantWeight), "WeightBody" },
        { typeof(CallerInfo), "CallerView" }, { typeof(ClassTotals), "ClassTotalsView" }, { typeof(ClassTotal), "ClassTotal" }, { typeof(ApiKeyInfo), "KeyView" }, { typeof(NewKey), "KeyBody" }, { typeof(KeyRotation), "RotationBody" },
        { typeof(UncertainPage), "ReviewPage" }, { typeof(UncertainImage), "ReviewImage" }, { typeof(ImageReview), "ImageReview" }, { typeof(ImageReviewPage), "ImageReviewPage" }, { typeof(CalibrationOrder), "CalibrationBody" }, { typeof(CalibrationReport), "CalibrationView" },
        { typeof(CalibrationResult), "CalibrationResult" }, { typeof(CalibrationFigures), "CalibrationFigures" }, { typeof(CalibratedClass), "CalibratedClass" },
        { typeof(Webhook), "WebhookSummary" }, { typeof(WebhookList), "WebhookList" }, { typeof(WebhookOrder), "WebhookBody" },
        { typeof(WebhookDelivery), "WebhookDelivery" }, { typeof(DeliveryPage), "DeliveryList" },
    };

    [Theory]
    [MemberData(nameof(Pairs))]
    public async Task Record_IsTheSchema(Type record, string schema)
    {
        using var document = JsonDocument.Parse(await server.Client(null).GetStringAsync("/openapi/v1.json"));
        var described = document.RootElement.GetProperty("components").GetProperty("schemas").GetProperty(schema).GetProperty("properties").EnumerateObject().ToDictionary(one => one.Name, one => one.Value);
        var known = ClientJson.Default.GetTypeInfo(record)!.Properties.Where(property => !property.IsExtensionData).ToDictionary(property => property.Name);
        Assert.Empty(described.Keys.Except(known.Keys));
        Assert.Empty(known.Keys.Except(described.Keys).Where(name => !Ahead.Contains($"{record.Name}.{name}")));
        Assert.All(described, one => Assert.True(Fits(known[one.Key], one.Value), $"{schema}.{one.Key} is {one.Value}, and {known[one.Key].PropertyType} in the client"));
    }

    [Fact]
    public void Result_IsTheRecordOfTheLog()
    {
        var record = new ResultRecord
        {
            Index = 1, Image = "a", Status = Abstractions.Shards.ResultStatus.Failed, Attempt = 2, Reason = "r", Message = "m", Width = 3, Height = 4, Bytes = 5, Sha256 = "s", Mask = "k",
            Confidence = "c", Overlay = "o", Classes = [new(6, "n", 7, 0.5)], Timings = new(1, 2, 3, 4, 5, true), Metadata = JsonElement.Parse("""{"n": [1, null]}"""),
        };
        var read = JsonSerializer.Deserialize(record.ToLine(), ClientJson.Default.ImageResult)!;
        Assert.Equal(AsText(JsonSerializer.Deserialize<JsonElement>(record.ToLine())), AsText(JsonSerializer.SerializeToElement(read, ClientJson.Default.ImageResult)));
    }

    // The document gives one form of the answer to /v1/segment, the PNG.
    [Theory]
    [InlineData(typeof(SegmentedImage), typeof(AlignZeg.Server.Segmenting.SegmentationView))]
    [InlineData(typeof(AlignZeg.Client.Segmentation.FoundClass), typeof(AlignZeg.Server.Segmenting.FoundClass))]
    public void Segmentation_IsTheView(Type record, Type view)
    {
        string[] shown = [.. view.GetProperties().Select(property => property.Name)], known = [.. record.GetProperties().Select(property => property.Name)];
        Assert.Empty(shown.Except(known));
        Assert.Empty(known.Except(shown).Where(name => !Ahead.Contains($"{record.Name}.{name}")));
    }

    // Nothing is left out on either side, and nothing changes its value.
    private static string AsText(JsonElement element) => element.ValueKind == JsonValueKind.Object
        ? string.Join(',', element.EnumerateObject().OrderBy(one => one.Name, StringComparer.Ordinal).Select(one => $"{one.Name}:{AsText(one.Value)}"))
        : element.GetRawText();

    private static bool Fits(JsonPropertyInfo property, JsonElement schema)
    {
        string[] kinds = [.. Kinds(schema).Where(kind => kind != "null")];
        var type = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;
        return kinds.Length == 0 || kinds.Contains(type switch
        {
            _ when type == typeof(int) || type == typeof(long) => "integer",
            _ when type == typeof(double) => "number",
            _ when type == typeof(bool) => "boolean",
            _ when type == typeof(string) || type == typeof(DateTimeOffset) || type == typeof(DateOnly) || type == typeof(Uri) || type.IsEnum || type == typeof(ReadOnlyMemory<byte>) => "string",
            _ when type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>) => "array",
            _ => "object",
        });
    }

    // Of a reference: those of the schema behind it are compared where it has its own pair, and enumerations are texts.
    private static IEnumerable<string> Kinds(JsonElement schema)
    {
        if (schema.TryGetProperty("type", out var type)) return type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Select(one => one.GetString()!) : [type.GetString()!];
        if (schema.TryGetProperty("oneOf", out var several)) return several.EnumerateArray().SelectMany(Kinds);
        return [];
    }
}
