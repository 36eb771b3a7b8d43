using System.Text.Json.Nodes;
using AlignZeg.Server.Problems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.OpenApi;

namespace AlignZeg.Server.Documents;

/// <summary>What the document says of a route beyond what its signature says.</summary>
internal static class RouteNotes
{
    /// <summary>A body that the route reads itself, whatever the request calls it.</summary>
    /// <param name="route">The route.</param> <param name="mediaType">What it should be called.</param> <param name="example">One, in that form; null = bytes.</param>
    public static RouteHandlerBuilder Takes(this RouteHandlerBuilder route, string mediaType, string? example = null) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        var schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = example is null ? "binary" : null };
        operation.RequestBody = new OpenApiRequestBody
        {
            Required = true,
            Content = new Dictionary<string, OpenApiMediaType> { [mediaType] = new() { Schema = mediaType == "application/json" ? new OpenApiSchema() : schema, Example = ExampleOf(mediaType, example) } },
        };
        return Task.CompletedTask;
    });

    /// <summary>Bodies of other types that the route takes as well; after <see cref="Takes"/>.</summary>
    public static RouteHandlerBuilder AlsoTakes(this RouteHandlerBuilder route, params string[] mediaTypes) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (string mediaType in mediaTypes) operation.RequestBody!.Content![mediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        return Task.CompletedTask;
    });

    /// <summary>An example of the JSON body that the signature names.</summary>
    public static RouteHandlerBuilder Example(this RouteHandlerBuilder route, string json) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        foreach (var content in operation.RequestBody?.Content?.Values ?? []) content.Example = JsonNode.Parse(json);
        return Task.CompletedTask;
    });

    /// <summary>Bytes of another type that the route answers with, where the caller wants them.</summary>
    public static RouteHandlerBuilder AlsoGives(this RouteHandlerBuilder route, string mediaType) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        operation.Responses!["200"].Content![mediaType] = new() { Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "binary" } };
        return Task.CompletedTask;
    });

    /// <summary>The route may send its caller elsewhere (307), to the address of the header Location.</summary>
    /// <param name="route">The route.</param> <param name="why">What is there, and how to follow.</param>
    public static RouteHandlerBuilder Redirects(this RouteHandlerBuilder route, string why) => route.AddOpenApiOperationTransformer((operation, _, _) =>
    {
        var location = new OpenApiHeader { Required = true, Schema = new OpenApiSchema { Type = JsonSchemaType.String, Format = "uri" } };
        operation.Responses![$"{StatusCodes.Status307TemporaryRedirect}"] = new OpenApiResponse { Description = why, Headers = new Dictionary<string, IOpenApiHeader> { ["Location"] = location } };
        return Task.CompletedTask;
    });

    /// <summary>Problems that the route may answer with, beside those that follow from its address and its needs.</summary>
    public static RouteHandlerBuilder MayAnswer(this RouteHandlerBuilder route, params ProblemType[] problems) => route.WithMetadata(new RouteProblems(problems));

    private static JsonNode? ExampleOf(string mediaType, string? example) => example is null ? null : mediaType == "application/json" ? JsonNode.Parse(example) : JsonValue.Create(example);
}
