/** A property of Pulumi's package schema. https://www.pulumi.com/docs/iac/guides/building-extending/packages/schema/ */
export interface Property {
  type?: string;
  $ref?: string;
  items?: Property;
  additionalProperties?: Property;
  /** Whether the value must be there before anything is made. */
  plain?: boolean;
  description?: string;
}

/** The properties of an object type, or the values of an enumeration. */
export interface ObjectType {
  type: string;
  description?: string;
  properties?: Record<string, Property>;
  required?: string[];
  enum?: { name: string; value: string }[];
}

/** A component. */
export interface ComponentType {
  description?: string;
  isComponent: boolean;
  inputProperties: Record<string, Property>;
  requiredInputs: string[];
  properties: Record<string, Property>;
  required: string[];
}

/** The parts of Pulumi's package schema that a package of components has. */
export interface PackageSchema {
  name: string;
  version: string;
  resources: Record<string, ComponentType>;
  types: Record<string, ObjectType>;
}
