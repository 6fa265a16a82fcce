"""
moto as one AWS on loopback, with what the Karpenter controller needs and moto lacks.

    python emulator-moto.py <port file> <request log>

The port that it listens on is written to the first file once it answers. Each request becomes a line of JSON in the
second: {"action": ..., "parameters": {...}}, as it was sent; the parameters of EKS, which has paths, are left out.

Settings come by the environment: MOTO_ACCOUNT_ID, MOTO_AMIS_PATH (moto's own) and PUBLIC_PARAMETERS, a JSON object of
public SSM parameters, which nobody can put.
"""

import io
import json
import os
import sys
import uuid
from urllib.parse import parse_qsl

from moto.ec2.models import EC2Backend
from moto.ec2.models.fleets import Fleet
from moto.ec2.utils import filter_iam_instance_profiles
from moto.moto_server.werkzeug_app import (
    DomainDispatcherApplication,
    MotoRequestHandler,
    create_backend_app,
)
from moto.ssm.models import Parameter, ParameterDict
from werkzeug.serving import make_server


def launch(fleet, count, lifecycle):
    """
    Launches by the best override, where moto takes the first, with the security groups and the instance profile of the
    launch template, which moto drops.
    """
    spec = min(fleet.launch_specs, key=lambda spec: float(spec.overrides.get("Priority", "inf")))
    backend = fleet.ec2_backend
    template = backend._get_template_from_args(spec.launch_template_spec).data
    interfaces = template.get("NetworkInterfaces", [])
    profile = filter_iam_instance_profiles(
        backend.account_id,
        partition=backend.partition,
        iam_instance_profile_arn=None,
        iam_instance_profile_name=template["IamInstanceProfile"]["Name"],
    )
    reservation = backend.run_instances(
        image_id=spec.image_id,
        count=int(count),
        instance_type=spec.instance_type,
        is_instance_type_default=False,
        security_group_names=[],
        security_group_ids=[group for each in interfaces for group in each.get("Groups", [])],
        iam_instance_profile={"Arn": profile.arn, "Id": profile.id},
        user_data=None,
        subnet_id=spec.subnet_id,
        tags=spec.tag_specifications,
        launch_template=spec.launch_template_spec,
    )
    for instance in reservation.instances:
        instance.add_tags({"aws:ec2:fleet-id": fleet.id})
        if lifecycle == "spot":
            instance.lifecycle = lifecycle
            instance.spot_instance_request_id = f"sir-{uuid.uuid4().hex[:8]}"
        zone = instance.availability_zone
        fleet.launched.append(
            {
                "Lifecycle": lifecycle,
                "InstanceIds": [instance.id],
                "InstanceType": instance.instance_type,
                "LaunchTemplateAndOverrides": {
                    "LaunchTemplateSpecification": spec.launch_template_spec,
                    "Overrides": {**spec.overrides, "AvailabilityZone": zone},
                },
            }
        )
    fleet.fulfilled_capacity += count


# moto keeps the instances of a fleet by how they were bought; here they stand in one list.
create_fleet = Fleet.__init__


def initialize(fleet, *args, **kwargs):
    fleet.launched = []
    create_fleet(fleet, *args, **kwargs)


Fleet.__init__ = initialize
Fleet.instances = property(lambda fleet: fleet.launched)
Fleet.create_on_demand_requests = lambda fleet, count: launch(fleet, count, "on-demand")
Fleet.create_spot_requests = lambda fleet, count: launch(fleet, count, "spot")

# moto makes one price for everything up; without a history Karpenter takes the on-demand price.
EC2Backend.describe_spot_price_history = lambda *_args, **_options: []


# Public parameters: moto has those of ECS and Amazon Linux, and not those of EKS.
PUBLIC_PARAMETERS = json.loads(os.environ.get("PUBLIC_PARAMETERS", "{}"))
check_loading_status = ParameterDict._check_loading_status


def load_public_parameters(parameters, key):
    check_loading_status(parameters, key)
    if key in PUBLIC_PARAMETERS and not dict.__contains__(parameters, key):
        parameter = Parameter(
            account_id=parameters.account_id,
            name=key,
            value=PUBLIC_PARAMETERS[key],
            parameter_type="String",
            description=None,
            allowed_pattern=None,
            keyid=None,
            last_modified_date=0,
            version=1,
            data_type="text",
        )
        dict.__setitem__(parameters, key, [parameter])


ParameterDict._check_loading_status = load_public_parameters


class Recorder:
    """Writes down what is asked, and answers for the price list, which moto does not know: no price, no error."""

    def __init__(self, application, log):
        self.application = application
        self.log = log

    def __call__(self, environ, start_response):
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        environ["wsgi.input"] = io.BytesIO(body)
        target = environ.get("HTTP_X_AMZ_TARGET", "")
        text = body.decode(errors="replace")
        form = json.loads(text) if target else dict(parse_qsl(text))
        path = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        action = target.split(".")[-1] or form.pop("Action", path)
        # One write a line: requests come on threads of their own.
        self.log.write(json.dumps({"action": action, "parameters": form}) + "\n")
        if target.startswith("AWSPriceListService"):
            answer = json.dumps({"FormatVersion": "aws_v1", "PriceList": []}).encode()
            headers = [("content-type", "application/x-amz-json-1.1")]
            start_response("200 OK", [*headers, ("content-length", str(len(answer)))])
            return [answer]
        return self.application(environ, start_response)


def main(port_file, request_log):
    with open(request_log, "a", buffering=1, encoding="utf-8") as log:
        application = Recorder(DomainDispatcherApplication(create_backend_app), log)
        server = make_server(
            "127.0.0.1", 0, application, threaded=True, request_handler=MotoRequestHandler
        )
        # Renamed into place, so that nobody reads half of a port.
        with open(f"{port_file}.part", "w", encoding="utf-8") as file:
            file.write(str(server.server_port))
        os.rename(f"{port_file}.part", port_file)
        server.serve_forever()


main(*sys.argv[1:])
